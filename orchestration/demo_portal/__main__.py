"""`python -m orchestration.demo_portal`: the demo portal for people.

Belongs here: the command line. Does not belong here: everything else.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from orchestration.demo_portal.faults import KINDS, parse_fault
from orchestration.demo_portal.server import DemoPortal

_DESCRIPTION = """\
Cổng minh họa: trả lời đúng hình thức của Cổng Dịch vụ công quốc gia, trên máy này. MỌI CON SỐ ĐỀU BỊA RA,
trừ khi dùng --replay; đơn vị có chữ "Minh họa" trong tên cũng không có thật.
A demo portal on this machine, in the form of the national one. ALL FIGURES ARE INVENTED unless --replay is
given, and so are the units whose names say "Minh họa". Every answer carries the header X-Demo.
"""
_EPILOG = f"""\
Lỗi có thể bật / faults: {", ".join(KINDS)}
  --fault 429:times=2:retry_after=5    --fault slow:match=transparency:seconds=3:times=0
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted."""
    chosen = _parser().parse_args(arguments)
    try:
        portal = DemoPortal(chosen.port, chosen.today, chosen.replay, chosen.fault)
    except OSError as error:
        sys.stderr.write(
            f"Không mở được cổng mạng {chosen.port} ({error.strerror}). Hãy chọn số khác bằng --port.\n"
            f"Port {chosen.port} cannot be opened ({error.strerror}). Choose another with --port.\n"
        )
        return 1
    sys.stdout.write(
        f"{portal.url}\n"
        # a home of its own: figures of a demo and real ones must not stand in one history
        "Cổng minh họa đang chạy; số liệu bịa ra. Ở cửa sổ khác, trong kho riêng / elsewhere, into a home of its own: "
        f"CHISO766_HOME=var-demo CHISO766_PORTAL_URL={portal.url} chiso766 fetch\n"
        "The demo portal is running; its figures are invented. Ctrl-C ends it.\n"
    )
    sys.stdout.flush()
    try:
        portal.serve()
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.demo_portal",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8766, help="0 chọn cổng trống / 0 takes a free one")
    parser.add_argument(
        "--today", type=date.fromisoformat, help="ngày của Cổng (YYYY-MM-DD) / the portal's day"
    )
    parser.add_argument(
        "--replay", type=Path, metavar="DIR", help="trả lời bằng bản ghi thật / answer from captures"
    )
    parser.add_argument(
        "--fault", type=parse_fault, action="append", default=[], help="bật một lỗi / turn a fault on"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
