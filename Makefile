# Two commands: `make run` starts everything, `make test` runs every test. Both may be repeated at no cost.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3.11
HOTLINE_DATA ?= ./var
export HOTLINE_DATA
export RASA_TELEMETRY_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test prepare assets environments prerequisites lock clean .browser
help:
	@echo "make run    安装所需、训练对话模型（仅首次或语料改动后）、启动服务、对话引擎和后台"
	@echo "make test   安装所需、运行全部测试"
	@echo "make prepare 只做准备（模型、句向量）     make lock  重新生成依赖锁      make clean  删除环境和数据"

run: environments
	@echo "[4/4] 对话模型与句向量"
	@.venv/bin/hotline prepare
	@.venv/bin/hotline up || [ $$? = 130 ]  # Ctrl-C is how one stops it, not a failure

test: environments .browser
	.venv/bin/hotline prepare
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pytest $(PYTEST_ARGS)

environments: prerequisites
	@$(MAKE) --no-print-directory --output-sync=line -j3 .venv/.ready .venv-rasa/.ready assets

prerequisites:
	@command -v $(PYTHON) >/dev/null || { echo "缺 Python 3.11：请先安装 python3.11（含 venv）。"; exit 1; }
	@command -v node >/dev/null || { echo "缺 Node 20：请先安装 node 20 或更新版本。"; exit 1; }
	@command -v npm >/dev/null || { echo "缺 npm：请安装 Node 自带的 npm。"; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || { echo "Node 版本太旧：需要 20 或更新。"; exit 1; }

.venv/.ready: requirements.lock pyproject.toml
	@echo "[1/4] 服务环境 .venv"
	@[ -x .venv/bin/python ] || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --progress-bar off --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ && echo "[1/4] 服务环境就绪"

.venv-rasa/.ready: bot/requirements.lock
	@echo "[2/4] 对话环境 .venv-rasa（较大，约需一两分钟）"
	@[ -x .venv-rasa/bin/python ] || $(PYTHON) -m venv .venv-rasa
	@.venv-rasa/bin/python -m pip install --quiet --progress-bar off --no-deps --ignore-requires-python --require-hashes -r bot/requirements.lock
	@touch $@ && echo "[2/4] 对话环境就绪"

assets: hotline/web/node_modules/.ready
hotline/web/node_modules/.ready: hotline/web/package-lock.json
	@echo "[3/4] 网页资源"
	@cd hotline/web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@ && echo "[3/4] 网页资源就绪"

prepare: environments
	@.venv/bin/hotline prepare

# Browser and Chinese fonts for the tests that open pages; only where apt can install them.
.browser:
	@if ! command -v chromium >/dev/null || ! fc-list :lang=zh | grep -q .; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "安装 Chromium 和中文字体"; apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	  else echo "没有 Chromium 或中文字体，浏览器测试会说明后跳过"; fi; fi

lock:
	uv pip compile pyproject.toml --extra test --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 -o requirements.lock

clean:
	rm -rf .venv .venv-rasa hotline/web/node_modules var
