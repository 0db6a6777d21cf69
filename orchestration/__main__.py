"""`python -m orchestration` is the `chiso766` command, where no script is installed."""

from orchestration.cli import main

if __name__ == "__main__":
    main(prog_name="chiso766")
