"""The shared diagnosis of a dossier: its text, its versions and who validated them, what others bring, the reading two years later."""

from cordee.accompaniment.diagnoses.models.contribution import Contribution
from cordee.accompaniment.diagnoses.models.diagnosis import Diagnosis, Finding
from cordee.accompaniment.diagnoses.models.review import Review
from cordee.accompaniment.diagnoses.models.version import Assent, Version

__all__ = ["Assent", "Contribution", "Diagnosis", "Finding", "Review", "Version"]
