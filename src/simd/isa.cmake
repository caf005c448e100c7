# The loops, compiled once per instruction set; loops_impl.h also per precision.
set(GAUSSKERN_ISAS base)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(APPEND GAUSSKERN_ISAS avx2 avx512)
  target_compile_definitions(gausskern_objects PRIVATE GKI_HAVE_X86_ISAS)
endif()

set(flags_base "")
set(flags_avx2 -mavx2 -mfma)
set(flags_avx512 -mavx512f -mavx512dq -mavx512vl -mavx512bw -mavx2 -mfma)

# Sanitizers put checks in every line, on which -O3 spends minutes for a file and gains nothing.
set(optimised -O3)
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
  set(optimised -O2 -g1)
endif()

foreach(isa IN LISTS GAUSSKERN_ISAS)
  add_library(gausskern_simd_${isa} OBJECT ${CMAKE_CURRENT_LIST_DIR}/fir_f32.c
                                           ${CMAKE_CURRENT_LIST_DIR}/fir_f64.c
                                           ${CMAKE_CURRENT_LIST_DIR}/kde_loops.c
                                           ${CMAKE_CURRENT_LIST_DIR}/loops_f32.c
                                           ${CMAKE_CURRENT_LIST_DIR}/loops_f64.c
                                           ${CMAKE_CURRENT_LIST_DIR}/map_loops.c
                                           ${CMAKE_CURRENT_LIST_DIR}/panel_loops.c
                                           ${CMAKE_CURRENT_LIST_DIR}/point_loops.c
                                           ${CMAKE_CURRENT_LIST_DIR}/pool_loops.c
                                           ${CMAKE_CURRENT_LIST_DIR}/product_f32.c
                                           ${CMAKE_CURRENT_LIST_DIR}/product_f64.c
                                           ${CMAKE_CURRENT_LIST_DIR}/recursion_loops.c)
  target_include_directories(gausskern_simd_${isa} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_definitions(gausskern_simd_${isa} PRIVATE GKI_ISA=${isa})
  # The objects hold nothing but their table: no libc, no contraction that the source does not say.
  target_compile_options(
    gausskern_simd_${isa}
    PRIVATE ${flags_${isa}} ${optimised} -ffp-contract=off -fno-math-errno -fno-trapping-math
            -ffreestanding -fno-stack-protector)
  target_link_libraries(gausskern_simd_${isa} PRIVATE gausskern_warnings)
endforeach()
