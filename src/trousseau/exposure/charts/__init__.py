"""ECharts options of exposure; colours are names of tokens."""
