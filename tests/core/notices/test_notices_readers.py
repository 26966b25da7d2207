"""Who reads a notice and who acknowledges it: the person it is for, and no one in their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cordee.core import notices, todo
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Notice
from cordee.core.recipients import addressee
from tests import factories as make
from tests.core.notices.test_notices import MANUAL, TEXT, notice_to


@pytest.mark.covers("SYS-902", "SYS-904")
def test_a_notice_to_one_account_is_not_read_by_the_colleagues(db: None) -> None:
    ines, sheet = make.officer("59"), make.organisation()
    reader, colleague = make.director(sheet), make.director(sheet)
    to = addressee(sheet.pk)
    assert to
    values = {"objet": "Votre compte", "texte": TEXT}
    notice = notices.issue(
        MANUAL, actor=ines.actor, thread=sheet.thread, to=replace(to, user=reader.user.pk), values=values, way=Notice.Way.IN_APP
    )
    if notice.state == "due":
        advance(notice, "publish", actor=ines.actor)
    assert [who.client.get(notice.get_absolute_url()).status_code for who in (ines, reader, colleague)] == [200, 200, 404]
    helped = replace(reader.actor, user_id=make.admin().user.pk, on_behalf_of=reader.user.pk)
    assert Notice.objects.visible_to(helped).filter(pk=notice.pk).exists(), "support sees what the person sees"


def test_a_notice_to_one_officer_is_no_task_of_the_colleagues_who_may_read_it(db: None) -> None:
    ines = make.officer("59")
    colleague = make.person(ines.organisation, "officer")
    to = addressee(ines.organisation.pk)
    assert to
    values = {"objet": "Votre compte", "texte": TEXT}
    thread = ines.organisation.thread
    notice = notices.issue(MANUAL, actor=ines.actor, thread=thread, to=replace(to, user=ines.user.pk), values=values, way=Notice.Way.IN_APP)
    if notice.state == "due":
        advance(notice, "publish", actor=ines.actor)
    assert colleague.client.get(notice.get_absolute_url()).status_code == 200
    assert "Lire l'avis : Votre compte" in [t.title for t in todo.todos(ines.actor)]
    assert "Lire l'avis : Votre compte" not in [t.title for t in todo.todos(colleague.actor)]


@pytest.mark.covers("SYS-902", "SYS-904")
@pytest.mark.parametrize(("act", "data"), [("acknowledge", {}), ("reply", {"answer": "D'accord."})])
def test_support_acknowledges_no_notice_in_someone_s_place(db: None, act: str, data: dict[str, str]) -> None:
    ines, sheet = make.officer("59"), make.organisation()
    reader, maud = make.director(sheet), make.admin()
    notice = notice_to(sheet, ines, Notice.Way.IN_APP)
    if notice.state == "due":
        advance(notice, "publish", actor=ines.actor)
    helped = replace(reader.actor, user_id=maud.user.pk, on_behalf_of=reader.user.pk)
    with pytest.raises(Refused) as refused:
        advance(notice, act, actor=helped, data=data)
    assert refused.value.refusal.code == "support"
    advance(notice, act, actor=reader.actor, data=data)
