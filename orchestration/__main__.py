"""`python -m orchestration` is the `chiso766` command."""

from orchestration.cli import main

if __name__ == "__main__":
    main()
