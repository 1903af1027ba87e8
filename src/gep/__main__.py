"""``python -m gep`` is ``gep``."""

from gep.cli import main

if __name__ == "__main__":
    main()
