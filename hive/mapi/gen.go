package mapi

//go:generate go run ./internal/gentags
