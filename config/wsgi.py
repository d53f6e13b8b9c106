import gc
import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

application = get_wsgi_application()

# What has been loaded stays for good: the collector need not walk through it with every form.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
