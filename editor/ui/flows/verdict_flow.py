"""About this paragraph: its verdict and the post's, the places they rest on, and what the writer says to them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from editor.core.changes import Changes
from editor.core.edits import Edit, EditKind
from editor.core.errors import EditRefused
from editor.core.marks import Mark
from editor.core.model_edits import Weight
from editor.core.paragraph_row import Paragraph
from editor.core.profiles import Profile, Verdict
from editor.core.rewriting import rewritten, taken_as_model_text, why_not_rewritten
from editor.core.runs import Runs, model_origins
from editor.protocol import messages as wire
from editor.protocol.parts import LookedThrough
from editor.ui.desk.desk import Desk
from editor.ui.desk.verdict_sheet import Evidence, Judgement, VerdictSheet, VerdictView
from editor.ui.facts import Facts
from editor.ui.flows.borrow_flow import BorrowFlow, sentence_of
from editor.ui.workbench import Workbench

_SOON_MS = 300
_REST_MS = 1_200
_NOTHING = Changes()
_UNCHECKED = "Whether it was written anew cannot be checked now. The mark stays; try again in a moment."


class VerdictFlow(QObject):
    def __init__(self, bench: Workbench, desk: Desk, borrowing: BorrowFlow) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._borrowing = borrowing
        self._sheet: VerdictSheet | None = None
        self._post: Judgement | None = None
        self._paragraph = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._judge_post)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        desk.sheet_closed.connect(self._closed)
        borrowing.found.connect(lambda _ident: self.refresh())

    def open(self) -> None:
        """Shows the sheet for the caret's paragraph, whose verdict is also said aloud."""
        here, facts = self._bench.view.current(), self._bench.facts
        if here is None or facts is None:
            return
        self._bench.say(facts.sentence(here[0] + 1, here[1]) + ".")
        sheet = VerdictSheet(self._bench.theme)
        sheet.evidence_chosen.connect(self._show)
        sheet.rewritten_pressed.connect(self.call_rewritten)
        sheet.model_text_pressed.connect(self.take_as_model_text)
        sheet.closed.connect(self._close)
        self._desk.close_sheet()
        self._sheet, self._post = sheet, None
        self.show_paragraph(here[1].id)
        self._desk.show()
        self._desk.show_sheet(sheet)
        self._judge_post()

    def show_paragraph(self, ident: int) -> None:
        self._paragraph = ident
        self.refresh()

    def changed(self, changes: Changes = _NOTHING) -> None:
        """The draft or its venue changed; what is shown follows when the hands rest."""
        if self._sheet is not None:
            self._soon.start()
            self._rest.start()
        if any(edit.kind is EditKind.PASTE and model_origins(*_put_in(edit)) for edit in changes.edits):
            self._ask_whose()

    def _ask_whose(self) -> None:
        """Says so where a model's words make more than a light edit of the writer's paragraph, and less than its own."""
        paragraph, facts = self._current(), self._bench.facts
        if paragraph is None or facts is None or paragraph.mark.lineage:
            return
        edit = facts.measured(paragraph).edit
        if edit.weight is Weight.BETWEEN:
            self._tell(
                f"A model changed {edit.percent} % of this paragraph, more than a light edit. It stays yours; if it is "
                "the model's by now, choose Take as Model Text in the Paragraph menu."
            )

    def refresh(self) -> None:
        paragraph, facts = self._bench.paragraph(self._paragraph), self._bench.facts
        if self._sheet is None or paragraph is None or facts is None:
            return
        number = self._bench.number(paragraph.id)
        measured = facts.measured(paragraph)
        self._sheet.show_view(
            VerdictView(
                facts.sentence(number, paragraph),
                self._here(paragraph, facts),
                self._post,
                _rule(facts.profile),
                facts.profile.heuristics,
                facts.profile.questions,
                may_call_rewritten=measured.lineage,
                may_take_as_model_text=not measured.lineage and measured.edit.weight is not Weight.LIGHT,
            )
        )

    def _here(self, paragraph: Paragraph, facts: Facts) -> Judgement:
        judged = facts.verdict(paragraph)
        evidence = [
            Evidence(one.verdict, one.sentence, paragraph.id if one.span else None, *(one.span or (0, 0)))
            for one in judged.findings
        ]
        for phrase in self._borrowing.of(paragraph):
            sentence = sentence_of(paragraph.text, phrase)
            evidence.append(Evidence(Verdict.LOOK, sentence, paragraph.id, phrase.start, phrase.end))
        order = list(Verdict)
        return Judgement(max((one.verdict for one in evidence), key=order.index), tuple(evidence))

    # The post, which is read in the worker.

    def _judge_post(self) -> None:
        session, facts = self._bench.session, self._bench.facts
        if session is None or facts is None or self._sheet is None:
            return
        session.recorder.prepare()
        upto, profile = self._bench.upto, facts.profile.id
        self._bench.ask(lambda ident: wire.JudgePost(ident, profile, upto), self._judged)

    def _judged(self, answer: wire.PostJudged) -> None:
        facts = self._bench.facts
        if facts is None or answer.profile != facts.profile.id:
            return
        counted = (
            f"{answer.words:,} words of prose as Palimpsest counts them; {answer.site_words:,} as LessWrong shows them."
        )
        rows = [Evidence(Verdict.FINE, counted)]
        for one in answer.findings:
            ident = one.paragraph
            place = "" if ident is None else f"¶{self._bench.number(ident)}"
            rows.append(Evidence(Verdict(one.verdict), one.sentence, ident, one.start, one.end, place))
        self._post = Judgement(Verdict(answer.verdict), tuple(rows))
        self.refresh()

    # What the writer does.

    def _show(self, one: Evidence) -> None:
        session, view = self._bench.session, self._bench.view
        if session is None or one.paragraph is None or not session.document.paragraphs.has(one.paragraph):
            self._bench.say("This paragraph is no longer there.")
            return
        row = session.document.paragraphs
        index = row.index_of(one.paragraph)
        start, length = row.start(index), len(row[index].text)
        view.go_to_paragraph(one.paragraph)
        if one.end > one.start:
            view.select(start + min(one.start, length), start + min(one.end, length))

    def call_rewritten(self) -> None:
        """Takes the mark of a model from the caret's paragraph, where it passes the test; says why where it does not."""
        paragraph = self._current()
        if paragraph is None:
            return
        if why := why_not_rewritten(paragraph, "", ""):
            self._tell(why)
            return
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.FindBorrowed(ident, (LookedThrough.of(paragraph),), upto),
            lambda answer: self._tested(paragraph, answer),
            failed=lambda failure: self._tell(f"{_UNCHECKED} {failure.title}."),
        )

    def _tested(self, paragraph: Paragraph, answer: wire.BorrowedFound) -> None:
        if self._bench.paragraph(paragraph.id) is not paragraph:
            self._tell("The paragraph was changed meanwhile. Its mark stays; say it once more.")
            return
        phrase = answer.phrases[0] if answer.phrases else None
        words = paragraph.text[phrase.start : phrase.end] if phrase else ""
        if why := why_not_rewritten(paragraph, words, phrase.source if phrase else ""):
            self._tell(why)
            return
        done = "It counts as written anew, and the record says so. Undo takes it back."
        self._mark(rewritten(paragraph.mark), done)

    def take_as_model_text(self) -> None:
        """Marks the caret's paragraph as model text, where a model changed something in it."""
        paragraph = self._current()
        if paragraph is None:
            return
        mark = taken_as_model_text(paragraph)
        if not mark.lineage:
            self._tell("No model had a part in this paragraph. Nothing was changed.")
            return
        self._mark(mark, "It counts as model text. Undo takes it back.")

    def _mark(self, mark: Mark, done: str) -> None:
        session = self._bench.session
        if session is None:
            return
        try:
            self._bench.view.bridge.show(session.set_mark(mark))
        except EditRefused as error:
            self._tell(f"{error}")
            return
        self._tell(done)

    def _current(self) -> Paragraph | None:
        here = self._bench.view.current()
        return here[1] if here else None

    def _tell(self, sentence: str) -> None:
        self._bench.say(sentence)
        if self._sheet is not None:
            self._sheet.show_notice(sentence)

    def _close(self) -> None:
        # Not connected to the desk itself: a slot added to a widget after its first paint costs it its palette.
        self._desk.close_sheet()

    def _closed(self) -> None:
        self._sheet = None
        self._soon.stop()
        self._rest.stop()


def _put_in(edit: Edit) -> tuple[str, Runs]:
    return edit.inserted.text, edit.inserted.runs


def _rule(profile: Profile) -> str:
    day = f"{profile.rule_date.day} {profile.rule_date:%B %Y}"
    return f"{profile.title}, rule of {day}: “{profile.source_title}” {profile.summary}"
