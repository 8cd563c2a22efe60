"""The door of assistants (Model Context Protocol): tools, prompts and resources for a program that holds a token.

Over HTTP at /mcp and as the command `trousseau mcp`. What it reads are the queries of the pages, what it writes are
their actions, as the person of the token; nothing is written before that person has said yes.
"""
