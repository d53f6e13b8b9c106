"""Pages of employers: form 03 on the website, and the desk that a one-time link opens."""
