"""A screen reader in a process of its own, run by the system's interpreter: JSON questions in, JSON answers out.

A question is a list: ["names"], ["wait", name, seconds], ["wait_focus", name, seconds], ["has_focus", name],
["read", name], ["write", name, text], ["press", name], ["take", name], ["go_to", name], ["hear", sentence, seconds]
(what was announced since the start). A name matches when it is said whole; an asterisk stands for any words.
"""

import fnmatch
import json
import sys
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # the older names work on every release
PROGRAM, MOST_ROWS = "AgentDesk", 30
announced = []


def program():
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(number)
        if one and one.get_name() == PROGRAM and one.get_child_count():
            return one
    return None


def shown(node):
    """The node and all that is shown below it."""
    yield node
    for number in range(min(node.get_child_count(), MOST_ROWS)):
        child = node.get_child_at_index(number)
        if child and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from shown(child)


def everything():
    """All that is shown now; a node that goes away meanwhile ends the look, the next one sees more."""
    top = program()
    try:
        if top is not None:
            for number in range(top.get_child_count()):
                window = top.get_child_at_index(number)
                if window:
                    yield from shown(window)
    except GLib.Error:
        return


def fits(name, wanted):
    return fnmatch.fnmatchcase(name, wanted.replace("[", "[[]"))


def find(wanted, seconds, able=lambda _node: True):
    end = time.monotonic() + seconds
    while True:
        for node in everything():
            try:
                if fits(node.get_name() or "", wanted) and able(node):
                    return node
            except GLib.Error:
                break
        if time.monotonic() > end:
            raise LookupError(f"'{wanted}' did not come; shown: {names()}")
        time.sleep(0.03)


def listen():
    """Note all that the program announces from now on."""
    listener = Atspi.EventListener.new(lambda event: announced.append(str(event.any_data)))
    listener.register("object:announcement")
    return listener


def hear(wanted, seconds):
    end = time.monotonic() + seconds
    while True:
        while GLib.MainContext.default().iteration(False):
            pass
        for sentence in announced:
            if fits(sentence, wanted):
                return sentence
        if time.monotonic() > end:
            raise LookupError(f"'{wanted}' was not announced; announced: {announced}")
        time.sleep(0.03)


def names():
    return [name for node in everything() if (name := node.get_name())]


def spoken(node):
    """Its name; a combo box is called by its label."""
    label = next(labels(node), "") if node.get_role() == Atspi.Role.COMBO_BOX else ""
    return label or node.get_name() or ""


def is_focused(node):
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)


def has_focus(name):
    return any(fits(spoken(node), name) for node in everything() if is_focused(node))


def can_press(node):
    return node.get_action_iface() is not None and node.get_state_set().contains(Atspi.StateType.ENABLED)


def can_write(node):
    return node.get_editable_text_iface() is not None


def press(node):
    actions = [Atspi.Action.get_action_name(node, place) for place in range(Atspi.Action.get_n_actions(node))]
    return Atspi.Action.do_action(node, actions.index("Press"))


def labels(node):
    """The names of the labels that belong to the control."""
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            yield from (relation.get_target(place).get_name() for place in range(relation.get_n_targets()))


def act(row):
    """Take a row of a list: by its own action, or through the list that holds it."""
    if row.get_action_iface() is not None and Atspi.Action.get_n_actions(row):
        return Atspi.Action.do_action(row, 0)
    return Atspi.Selection.select_child(row.get_parent(), row.get_index_in_parent())


def answer(question):
    match question:
        case ["names"]:
            return names()
        case ["wait_focus", name, seconds]:
            return find(name, seconds, is_focused).get_name()
        case ["has_focus", name]:
            return has_focus(name)
        case ["hear", sentence, seconds]:
            return hear(sentence, seconds)
        case ["wait", name, seconds]:
            return find(name, seconds).get_name()
        case ["write", name, text]:
            field = find(name, 10, can_write)
            return Atspi.Component.grab_focus(field) and Atspi.EditableText.set_text_contents(field, text)
        case ["read", name]:
            field = find(name, 10, can_write)
            return Atspi.Text.get_text(field, 0, -1)
        case ["press", name]:
            button = find(name, 10, can_press)
            Atspi.Component.grab_focus(button)
            return press(button)
        case ["take", name]:
            return act(find(name, 10, lambda node: node.get_role() == Atspi.Role.LIST_ITEM))
        case ["go_to", name]:
            return Atspi.Component.grab_focus(find(name, 10, can_write))
    raise ValueError(f"{question} is no question")


def main():
    listener = listen()
    for line in sys.stdin:
        try:
            said = {"answer": answer(json.loads(line))}
        except (LookupError, ValueError, GLib.Error) as trouble:
            said = {"trouble": f"{type(trouble).__name__}: {trouble}"}
        print(json.dumps(said), flush=True)
    listener.deregister("object:announcement")


if __name__ == "__main__":
    main()
