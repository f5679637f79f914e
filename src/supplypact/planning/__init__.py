"""The verb plan: which projects to fund, when, and what that costs.  May import the algebra."""
