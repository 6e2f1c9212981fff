"""The commands `tocsin warn` and `tocsin backtest`: their options, what they read, and how they print and draw."""
