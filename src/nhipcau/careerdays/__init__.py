"""Days of careers above events and fairs: programme, questions of the hall, who wants more."""
