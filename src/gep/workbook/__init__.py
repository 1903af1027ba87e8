"""All that knows Excel: reading inventories cell by cell, writing inventories and accounting workbooks."""
