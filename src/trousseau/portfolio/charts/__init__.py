"""ECharts options of the portfolio; colours are names of tokens, resolved by the chart loader in light and dark."""
