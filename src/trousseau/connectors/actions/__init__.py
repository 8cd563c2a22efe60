"""What is done to connections and to what comes of them: one function a business verb."""
