"""How a form field looks, once: label, help, error and the Bootstrap classes, with the ARIA links Django makes."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    pass
