# `make demo` and `make test` are all that a clean clone needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help deps deps-demo build swap-load simulate history test format proto-lint publish demo up down clean \
	fuzz lock lock-check vulnerable sbom reproducible

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
	@tests/deps demo $(STORE)

build: ## Build everything.
	dotnet build Microkernel.sln

simulate: ## Simulate clusters under faults: SEEDS=1000000 of them, or REPLAY=SEED of a failure.
	@dotnet build -c Release tests/Simulation -v quiet -nologo
	@artifacts/bin/Simulation/release/simulate \
		$(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) $(if $(REPLAY),--replay $(REPLAY)) \
		$(if $(DEFECT),--defect $(DEFECT)) $(if $(VOTERS),--voters $(VOTERS)) $(if $(PAUSE),--pause $(PAUSE)) \
		$(if $(WILD_CLOCKS),--wild-clocks $(WILD_CLOCKS)) $(if $(LEASES),--leases $(LEASES))

history: deps-demo publish ## Torment three real cores for SECONDS=60, and write what clients saw to HISTORY=FILE.
	@dotnet build -c Release tests/EndToEnd/Torture -v quiet -nologo
	@artifacts/bin/Torture/release/torture \
		$(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(if $(HISTORY),--history $(HISTORY))

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

demo: deps-demo publish ## Fail an imported cluster over, on three hosts made of namespaces, and time it; STORE=etcd on etcd.
	@$(LAB) demo $(if $(STORE),--store $(STORE))

up: deps-demo publish ## The same cluster, left running to play with.
	@$(LAB) up

down: ## Take down what `make up` left running.
	@if [ -e artifacts/publish/Lab/release/lab.dll ]; then $(LAB) down; fi

fuzz: ## Fuzz every parser of outside input for MINUTES=n (default 10), anew each day; FUZZ_SEED=n repeats one.
	dotnet build tests/Fuzz/Fuzz.Tests.csproj
	FUZZ_MINUTES=$(or $(MINUTES),10) FUZZ_SEED=$(or $(FUZZ_SEED),$(shell date +%Y%m%d)) FUZZ_FINDINGS=artifacts \
		artifacts/bin/Fuzz.Tests/debug/Fuzz.Tests

lock: ## Write packages.lock: every package that is restored, with its hash.
	@tests/supply-chain lock

lock-check: ## Fail where a restored package is not in packages.lock.
	@tests/supply-chain check

vulnerable: ## Ask the registry for known vulnerabilities of what is used, where it answers.
	dotnet list Microkernel.sln package --vulnerable --include-transitive

sbom: ## List what the programs contain: artifacts/sbom/microkernel.cdx.json (CycloneDX).
	@tests/supply-chain sbom

reproducible: ## Build the release programs twice, in two directories, and compare every file.
	@tests/reproducible

clean: down ## Remove everything that was built.
	rm -rf artifacts
