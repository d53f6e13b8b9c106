"""What is told to people by text message, Zalo or mail, and when.

Owns: Message. Reads: people. Read by: programmes and everything above.
"""
