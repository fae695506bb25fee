"""What an edit form changes of a task, field by field, and to whom and where it is handed over."""

from bot.domain.errors import FieldRefused
from bot.domain.origins import Gesture
from bot.domain.tasks import Task
from bot.domain.text import folded
from bot.services import edits, sub_tasks
from bot.services.ports import Transaction
from bot.services.task_drafts import Edit, HandOver, fields_of, hand_over_fields


def edit(tx: Transaction, task: Task, command: Edit) -> None:
    task.must_be_open()
    wanted = command.wanted
    sent = fields_of(wanted)
    changed = edits.changed(tx, task, command.shown, fields_of(task), sent)
    if "title" in changed:
        task.title = wanted.title
    if "details" in changed:
        task.details = wanted.details
    if "due" in changed:
        edits.move_due(task, wanted.due, command.due_why)
    if "department" in changed:
        task.department = department_of(tx, command.by, wanted.department)
    if "owner" in changed and wanted.owner is None:
        task.release()
    if "owner" in changed and wanted.owner is not None:
        task.assign(wanted.owner, by=command.by.user_id)


def hand_over(tx: Transaction, task: Task, by: Gesture, to: HandOver) -> None:
    department = department_of(tx, by, to.department or task.department)
    if to.owner is None and department == task.department:
        raise FieldRefused("owner", "to_nobody")
    task.must_be_open()
    wanted = {"owner": to.owner or "", "department": department}
    edits.must_be_as_shown(tx, task, to.shown, hand_over_fields(task), wanted)
    task.hand_over(to.owner, department, by=by.user_id, note=to.note)


def department_of(tx: Transaction, by: Gesture, typed: str) -> str:
    """As it was written before, where only the case differs."""
    known = tx.tasks.departments(seen_by=by.user_id, most=sub_tasks.DEPARTMENTS) if typed else ()
    return next((one for one in known if folded(one) == folded(typed)), typed)
