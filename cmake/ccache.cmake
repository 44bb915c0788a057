# Compiles through ccache when it is there. The presets include this; nothing depends on it.
find_program(MUNIMENT_CCACHE ccache)
if(MUNIMENT_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${MUNIMENT_CCACHE}")
endif()
