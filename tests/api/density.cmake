# The tests of density.h.
foreach(
  name
  density
  density_arguments
  density_grid
  density_heights
  density_threads
  density_wide
  heatmap
  mixture
  mixture_arguments
  mixture_parts
  mixture_sample)
  gausskern_gram_test(${name})
endforeach()
