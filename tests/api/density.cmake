# The tests of density.h.
foreach(name density density_grid heatmap mixture)
  gausskern_gram_test(${name})
endforeach()
