"""The drawings and plots behind `figures`, which is what the chapters import."""
