"""Tables: doses, measurements and covariates in the columns of NONMEM, in and out."""
