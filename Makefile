# Two commands do everything: `make start` and `make test`. The rest is for working on
# the portal. Each brings what it needs; see scripts/bootstrap.sh.
SHELL := /bin/sh
.DEFAULT_GOAL := help

.PHONY: help
help: ## What can be made here
	@awk 'BEGIN {FS = ":.*## "} /^[a-zA-Z_%-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: start
start: ## Install, build and run the portal (PORT=7007, DATA_DIR=.data, VERBOSE=1 for its log)
	@./scripts/with-tools start node scripts/start.mjs

.PHONY: dev
dev: ## The same with hot reload: front end on 3000, back end on 7007
	@./scripts/with-tools start node scripts/dev.mjs

.PHONY: test
test: ## Every check: types, lint, format, unit, integration, templates, browser, docs
	@./scripts/with-tools test node scripts/test.mjs

.PHONY: test-%
test-%: ## One suite of `make test`, by its name (make test-list names them)
	@./scripts/with-tools test node scripts/test.mjs $*

.PHONY: bench
bench: ## Every benchmark against its bar
	@./scripts/with-tools test node bench/run.mjs --table

.PHONY: bench-%
bench-%: ## One benchmark, as JSON lines
	@./scripts/with-tools test node bench/run.mjs $*

.PHONY: release-template
release-template: ## Prove every combination of a template and release its version: NAME=api-service
	@./scripts/with-tools test node templates/testing/run.mjs $(NAME) --release

.PHONY: tools
tools: ## The Go tools of tools/go.mod, into .tools/bin
	@./scripts/with-tools tools true

.PHONY: format
format: ## Write the code as prettier and eslint want it
	@./scripts/with-tools start sh -c 'node .yarn/releases/yarn-*.cjs prettier --write . && node_modules/.bin/eslint --fix --ext .ts,.tsx,.js packages plugins'

.PHONY: clean
clean: ## Remove what was built and reported; keep .data and .tools
	@rm -rf .reports .cache dist-types packages/*/dist plugins/*/dist packages/*/coverage plugins/*/coverage

.PHONY: distclean
distclean: clean ## Remove the tools and the dependencies too; keep .data
	@rm -rf .tools node_modules packages/*/node_modules plugins/*/node_modules
