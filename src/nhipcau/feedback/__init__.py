"""After a day: three questions to those who came, three to the employers. Figures, no names."""
