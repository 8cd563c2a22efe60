"""What the pages of exposure read; each function starts from what the person may see."""
