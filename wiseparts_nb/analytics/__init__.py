"""Analytics 360: sales cut by month, brand, family, product, branch, wholesaler and customer, period against period."""
