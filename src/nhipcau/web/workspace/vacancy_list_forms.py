"""Forms of a list of vacancies: the file, what its columns hold, one row to mend."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.shared.tables.limits import MAX_FILE_BYTES
from nhipcau.shared.tables.reading import FileRefused, read_tables
from nhipcau.vacancies.list_columns import Column
from nhipcau.vacancies.list_reasons import letter
from nhipcau.web.answers import DayField
from nhipcau.web.workspace.rosters import FileField

MENDED = (
    *(Column.TITLE, Column.HEADCOUNT, Column.WAGE, Column.PLACE, Column.CLOSES_ON),
    *(Column.EDUCATION, Column.EXPERIENCE, Column.BENEFITS, Column.DESCRIPTION),
)


class UploadForm(forms.Form):
    file = FileField(required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the rows here"),
        help_text=gettext_lazy("Copied from Excel, with the row of column names."),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    closes_on = DayField(
        label=gettext_lazy("Last day to apply"),
        help_text=gettext_lazy("For rows that tell none."),
    )

    def clean(self):
        told = super().clean()
        if not told.get("file") and not told.get("pasted", "").strip() and not self.errors:
            self.add_error("file", _("Please choose the file, or paste the rows."))
        return told

    def tables(self):
        """The rows of the file or of what was pasted; None with the reason in the form."""
        file = self.cleaned_data["file"]
        field = "file" if file else "pasted"
        try:
            if file and file.size > MAX_FILE_BYTES:
                raise FileRefused("too_large")
            return read_tables(file.read() if file else self.cleaned_data["pasted"].encode())
        except FileRefused as refusal:
            self.add_error(field, str(refusal))
            return None


def as_written(header, column):
    """The letter of a column and its name, which is in the language of the file."""
    return format_html('{} <span lang="vi">{}</span>', letter(column), header)


class ColumnsForm(forms.Form):
    """One question a column, with the first values that stand in it."""

    header_row = forms.IntegerField(
        label=gettext_lazy("In which row do the column names stand?"),
        help_text=gettext_lazy("The number of the row in the file; 0 when there are none."),
        min_value=0,
        max_value=100_000,
        error_messages={"required": gettext_lazy("Please write a number; 0 when there is none.")},
    )

    def __init__(self, *args, sheet, examples, **options):
        super().__init__(*args, **options)
        self.fields["header_row"].initial = sheet["header_row"]
        width = max([len(sheet["headers"]), *(len(one) for one in examples)], default=0)
        for column in range(width):
            header = sheet["headers"][column] if column < len(sheet["headers"]) else ""
            told = [one[column] for one in examples if column < len(one) and one[column]]
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=as_written(header, column),
                help_text=" · ".join(text[:30] for text in told[:3]),
                choices=Column.choices,
                required=False,
                initial=sheet["columns"][column] if column < len(sheet["columns"]) else "",
            )

    def answers(self):
        return [self.cleaned_data[name] for name in self.fields if name.startswith("column_")]


class RowForm(forms.Form):
    """What stands in the row, to be mended in place."""

    def __init__(self, *args, told, **options):
        super().__init__(*args, **options)
        self.told = told
        for column in MENDED:
            is_long = column == Column.DESCRIPTION
            self.fields[column.value] = forms.CharField(
                label=column.label,
                max_length=2000 if is_long else 300,
                required=False,
                initial=told.get(column.value, ""),
                widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput,
            )

    def typed(self):
        """Column → text, for what differs from the file."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value != self.told.get(name, "")
        }
