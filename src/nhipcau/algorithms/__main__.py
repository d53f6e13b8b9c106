import sys

from nhipcau.algorithms.command import main

sys.exit(main())
