"""The pictures of selection, as ECharts options."""
