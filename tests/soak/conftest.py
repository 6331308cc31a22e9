"""The campaign kills, stops and forks processes as only POSIX systems let one do."""

import sys

collect_ignore = ["test_campaign.py", "test_proxy.py"] if sys.platform == "win32" else []
