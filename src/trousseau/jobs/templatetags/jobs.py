"""How a job reads: `{{ job|job_label }}`; its progress: `{% include "jobs/progress.html" with job=job %}`."""

from django import template

from trousseau.jobs import actions, wording

register = template.Library()
register.filter("job_label", wording.label)
register.filter("job_step", wording.step)
register.filter("job_failure", wording.failure)
register.filter("job_time_left", wording.time_left)
register.filter("may_cancel", actions.may_cancel)
