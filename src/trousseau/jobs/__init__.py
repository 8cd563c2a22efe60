"""Long work: a queue, progress that anyone can follow, cancelling, retries and schedules."""
