package prop

//go:generate go run ./internal/gentags
