# The tests of density.h. Arguments, grids and samples call no BLAS.
foreach(name IN ITEMS density density_threads density_wide mixture mixture_parts)
  gausskern_gram_test(${name})
endforeach()
foreach(name IN ITEMS density_arguments density_grid density_heights heatmap mixture_arguments
                mixture_sample)
  gausskern_gram_test(${name} NO_BLAS)
endforeach()
