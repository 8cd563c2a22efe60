"""What the pages of competencies and matching show."""
