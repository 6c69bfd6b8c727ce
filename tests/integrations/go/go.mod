module leakproof.test

go 1.19

require leakproof v0.0.0

replace leakproof => ../../../harness/integrations/go
