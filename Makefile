# make run   把平台装好并启动（PORT= 端口，DATA= 数据文件夹，DEMO=0 不要演示数据）
# make test  把测试需要的装好并运行全部检查和测试

PYTHON ?= python3
IN = .venv/bin/python
LOCK = uv pip compile --quiet --universal --generate-hashes --custom-compile-command 'make lock' pyproject.toml

# 编译好的字节码要留在盘上：否则每个进程都从源码重新编译，启动慢三倍
export PYTHONDONTWRITEBYTECODE =

.PHONY: run setup test lint format lock demo bench clean

run:
	@$(PYTHON) -m ops.setup run
	@$(IN) -m ops.run

setup:
	@$(PYTHON) -m ops.setup run

test:
	@$(PYTHON) -m ops.setup test
	@$(IN) -m ops.check
	@$(IN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint:
	@$(PYTHON) -m ops.setup test
	@$(IN) -m ops.check

format:
	@$(IN) -m ruff check --fix --quiet . ; $(IN) -m ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true

lock:
	$(LOCK) --output-file requirements/runtime.txt
	$(LOCK) --extra test --constraint requirements/runtime.txt --output-file requirements/test.txt

demo:
	@$(PYTHON) -m ops.setup run
	@$(IN) manage.py demo

bench:
	@$(PYTHON) -m ops.setup test
	@$(IN) -m bench

clean:
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis
