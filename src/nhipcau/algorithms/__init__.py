"""Matching and timetabling: plain Python over arrays, without Django or a database."""
