# `make demo` and `make test` are all that a clean clone needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help deps deps-demo build test swap-load format proto-lint publish demo up down clean

# Several checkouts may build at the same time: no build server is left behind to mix them up.
export MSBUILDDISABLENODEREUSE := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

LAB := dotnet artifacts/publish/Lab/release/lab.dll

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

deps: ## Install the Debian packages that are missing, or say which.
	@tests/deps

deps-demo:
	@tests/deps demo

build: ## Build everything.
	dotnet build Microkernel.sln

test: ## Build, check and test everything; the last line counts.
	@tests/run

swap-load: ## 100 swaps of a driver with 1,000 operations in flight; some minutes.
	dotnet build tests/Core.Tests
	MICROKERNEL_SWAP_OPERATIONS=1000 MICROKERNEL_SWAP_COUNT=100 \
		artifacts/bin/Core.Tests/debug/Core.Tests --filter-class "*SwapLoadTests" --output detailed

format: ## Bring the sources into the house style.
	dotnet format Microkernel.sln
	npx --yes @bufbuild/buf@1.75.0 format --write

proto-lint: ## Check the protos.
	npx --yes @bufbuild/buf@1.75.0 lint

publish: ## Publish the daemons and mkctl to artifacts/publish.
	@tests/publish

demo: deps-demo publish ## Fail an imported cluster over, on three hosts made of namespaces, and time it.
	@$(LAB) demo

up: deps-demo publish ## The same cluster, left running to play with.
	@$(LAB) up

down: ## Take down what `make up` left running.
	@if [ -e artifacts/publish/Lab/release/lab.dll ]; then $(LAB) down; fi

clean: down ## Remove everything that was built.
	rm -rf artifacts
