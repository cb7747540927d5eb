"""Find a Chromium for the browser tests, or install one: ``python tests/chromium.py --install``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SAY = "The browser tests need Chromium: install the package chromium with your installer."


def find() -> str | None:
    """Return the path of a Chromium: the system's, else Playwright's own."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def install() -> str | None:
    """Install Chromium as a system package when root on Debian or Ubuntu, else Playwright's."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(["apt-get", *command], env=environment, check=False)
    if (path := find()) is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        path = find()
    return path


if __name__ == "__main__":
    found = find() or (install() if "--install" in sys.argv else None)
    print(found or SAY)
    sys.exit(found is None)
