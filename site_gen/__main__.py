"""``python -m site_gen`` is ``sitegen``."""

from site_gen.cli import main

if __name__ == "__main__":
    main()
