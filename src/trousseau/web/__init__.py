"""The shell: layout, navigation, Home, search, components, assets, addresses."""
