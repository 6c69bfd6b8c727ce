module leakproof

go 1.19
