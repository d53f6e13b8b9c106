"""The interface for scanners, version 1. It only calls use cases and read models."""
