"""What a person types to make a questionnaire."""

from cordee.tools.surveys.forms.items import ItemForm, SectionForm
from cordee.tools.surveys.forms.levels import LevelsForm
from cordee.tools.surveys.forms.pieces import AxesForm, PieceForm, PresentationForm

#: the form of each kind of piece
FORMS: dict[str, type[PieceForm]] = {
    "presentation": PresentationForm,
    "axes": AxesForm,
    "levels": LevelsForm,
    "section": SectionForm,
    "item": ItemForm,
}
