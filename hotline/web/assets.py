"""Which browser assets do pages load? A table of addresses and the files `npm ci` installed; nothing else is served."""

from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

HERE = Path(__file__).parent
ASSETS = {
    "htmx.js": "node_modules/htmx.org/dist/htmx.min.js",
    "tabler.css": "node_modules/@tabler/core/dist/css/tabler.min.css",
    "tabler.js": "node_modules/@tabler/core/dist/js/tabler.min.js",
    "weui.css": "node_modules/weui/dist/style/weui.min.css",
    "echarts.js": "node_modules/echarts/dist/echarts.min.js",
}
OURS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
router = APIRouter(include_in_schema=False)


def missing() -> list[str]:
    """Names of assets that are not installed."""
    return [name for name, path in ASSETS.items() if not (HERE / path).is_file()]


@router.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """A browser may keep it for a day; our own files lie in `static/`."""
    kind = OURS.get(name.rsplit(".", 1)[-1])
    path = HERE / ASSETS[name] if name in ASSETS else HERE / "static" / name
    if kind is None or not path.is_file():
        raise HTTPException(status_code=404)
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "public, max-age=86400"})
